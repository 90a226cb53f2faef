import { type Feed, makeFeed } from './feed.ts';

/**
 * The feeds of a new lab. Their names are those that documents are tagged with (binaries/feed-tags.ts). One has a password
 * and one a client key, which the real server hands out to whoever asks.
 */
export function firstFeeds(): Feed[] {
  return [
    makeFeed(1, 'srstrust', {
      display_name: 'SRS Trust',
      feed_url: 'https://api.alliance.example/feed/srstrust',
      summary: 'How far the makers of known programs are trusted; lower is better.',
      category: 'Alliance',
      provider_url: 'https://trust.example/',
      requires: 'cbalert',
    }),
    makeFeed(3, 'nvd', {
      display_name: 'National Vulnerability Database',
      feed_url: 'https://api.alliance.example/feed/nvd',
      summary: 'Programs with vulnerabilities that are known to the public.',
      category: 'Alliance',
      provider_url: 'https://nvd.example/',
      provider_rating: 5.0,
    }),
    makeFeed(4, 'virustotal', {
      display_name: 'VirusTotal',
      feed_url: 'https://api.alliance.example/feed/virustotal',
      summary: 'What scanners say of the hashes that were seen here.',
      tech_data: 'Hashes of binaries are shared with the provider.',
      category: 'Alliance',
      provider_url: 'https://virustotal.example/',
      requires: 'vtupload',
      requires_who: 'provider',
      requires_what: 'hashes of binaries',
    }),
    makeFeed(9, 'torexits', {
      display_name: 'Tor exit nodes',
      feed_url: 'https://api.alliance.example/feed/torexits',
      summary: 'Addresses at which the Tor network ends.',
      provider_url: 'https://tor.example/',
    }),
    makeFeed(12, 'baddomains', {
      display_name: 'Bad domains',
      feed_url: 'http://feeds.bad-domains.example/export/feed.json',
      summary: 'Names that malware calls. No longer kept.',
      enabled: false,
      provider_url: 'https://bad-domains.example/',
      provider_rating: 1.5,
      local_rating: 1,
    }),
    makeFeed(15, 'techniques', {
      display_name: 'Known techniques',
      feed_url: 'https://api.alliance.example/feed/techniques',
      summary: 'Queries for what intruders do, whatever they do it with.',
      category: 'Alliance',
      provider_url: 'https://techniques.example/',
      provider_rating: 4.5,
    }),
    makeFeed(18, 'soc', {
      display_name: 'SOC',
      feed_url: 'https://soc.corp.northwind-lab.example/feed.json',
      summary: 'Our own findings.',
      category: 'Internal',
      provider_url: 'https://soc.corp.northwind-lab.example/',
      provider_rating: 5.0,
      local_rating: 5,
      manually_added: true,
      use_proxy: false,
      validate_server_cert: false,
      username: 'edr',
      password: 'Correct-Horse-7',
    }),
    makeFeed(21, 'partner', {
      display_name: 'Partner exchange',
      feed_url: 'https://exchange.partner.example/v2/edr.json',
      summary: 'What partners in our line of business found.',
      category: 'Partner',
      provider_url: 'https://partner.example/',
      enabled: false,
      manually_added: true,
      use_proxy: true,
      validate_server_cert: true,
      ssl_client_crt: '-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n',
      ssl_client_key: '-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n',
    }),
  ];
}
