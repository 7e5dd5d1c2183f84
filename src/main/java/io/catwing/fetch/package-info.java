/**
 * Asks ERPs for their records, a day and an entity at a time, and hands whole, checked files to the stage raw.
 *
 * <pre>
 * direct:fetch                          Job in, results out
 *   for each client and entity          in parallel, within catwing.fetch.parallel
 *     direct:fetch-CW-000200        one route a client, made by FetchRoutes from the template fetch-client
 *       for each date, in order
 *         direct:fetch-raw-file         already in S3? then no ERP is asked
 *           while there are pages
 *             direct:fetch-page         a failed page alone is asked for again (routes/failure/retry)
 *               direct:ask-erp-CW-000200  one request: rate limit, HTTP, PageReader -&gt; Spool
 *           FileChecks                  count against declared total, volume
 *           direct:store-raw-file       stage raw: one conditional PUT
 * </pre>
 *
 * <p>The route to an ERP is made when its client is first fetched or previewed, by {@link io.catwing.fetch.FetchRoutes}.
 *
 * <p>Begin to read at {@link io.catwing.fetch.FileFetch}: which request is next, and what has come. Credentials are added
 * below Camel, by {@link io.catwing.fetch.ErpConnection}.
 */
package io.catwing.fetch;
