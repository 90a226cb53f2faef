import type { Pages } from '../ports/pages.ts';

/** The page makers, loaded when a page is made. */
export const pages: Pages = {
  tree: async (page) => (await import('../output/html/tree-page.ts')).treePage(page),
  report: async (page) => (await import('../output/html/report-page.ts')).reportPage(page),
  fleet: async (page) => (await import('../output/html/fleet-page.ts')).fleetPage(page),
  histogram: async (page) => (await import('../output/html/timeline-page.ts')).histogramPage(page),
  timeline: async (page) => (await import('../output/html/timeline-page.ts')).timelinePage(page),
};
