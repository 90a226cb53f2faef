import type { FastifyInstance } from 'fastify';
import type { LabWorld } from '../world.ts';

/** `GET /`: what this is, for somebody who opens it in a browser. The only page that needs no token; it holds no secret. */
export function homeRoutes(app: FastifyInstance, world: LabWorld): void {
  app.get('/', async (_request, reply) => {
    reply.type('text/html; charset=utf-8');
    return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>cblr lab</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:4rem auto;padding:0 1rem;color:#222;background:#fff}
code,pre{font-family:ui-monospace,monospace;background:#f2f2f2;padding:.1rem .3rem}pre{padding:.8rem;overflow:auto}</style></head>
<body>
<h1>cblr lab</h1>
<p>This is a made-up Carbon Black EDR server ${world.era.version}. It ships with <code>cblr</code>, for learning, rehearsing and testing.
Nothing here is a real endpoint, unless it was started with <code>--this-machine</code>.</p>
<p>${world.fleet.size} sensors, ${world.groups.size} sensor groups, ${world.sites.size} sites. Every API route needs the token that was
printed when the lab was started:</p>
<pre>curl -k -H "X-Auth-Token: …" ${world.tls ? 'https' : 'http'}://127.0.0.1:…/api/info</pre>
<p>A bad day on demand: <code>POST /lab/faults</code> with <code>{"fault": "latency=500"}</code>; <code>GET</code> shows what is in
force, <code>DELETE</code> ends it. <code>GET /lab/activity</code> tells who changed what; <code>POST /lab/users</code> with
<code>{"username": "viewer"}</code> gives a token of somebody who may do less.</p>
</body></html>
`;
  });
}
