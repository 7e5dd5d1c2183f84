/**
 * Product images: from where the products name them to {@code product-images/} in S3, and from there to {@code
 * general.product_image}.
 *
 * <pre>
 * direct:fetch-product-images             Job in, an outcome a client
 *   some at a time, worker by worker
 *     direct:fetch-product-image          one image; one that fails is quarantined and told of, the rest goes on
 *       direct:ask-image-CW-000200      one request: rate limit, HTTP within the allowed servers, to a spool file
 *       VerifyImage                     decoded whole; PNG and WebP become JPEG
 *       FetchImage                      S3, with what the next request needs to ask whether it changed
 * direct:load-product-images              Job in, an outcome a client: S3's listing and metadata to the table
 * </pre>
 *
 * <p>Addresses come from records, so they are not trusted: {@link io.catwing.productimages.AllowedServers} says where a
 * request may go, and is asked for the address that is really connected to. Bytes come from anywhere, so they are judged
 * by what they are, in bounded memory.
 */
package io.catwing.productimages;
