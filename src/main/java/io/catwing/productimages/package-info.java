/**
 * Product pictures: from where the products name them to {@code product-images/} in S3, and from there to {@code
 * general.product_image}.
 *
 * <pre>
 * direct:fetch-product-images             StageOrder in, an outcome a client
 *   some at a time, lane by lane
 *     direct:fetch-product-image          one picture; one that fails is set aside and told of, the rest goes on
 *       direct:ask-picture-CW-000200      one request: rate limit, HTTP within the allowed servers, to a spool file
 *       VerifyPicture                     decoded whole; PNG and WebP become JPEG
 *       StorePicture                      S3, with what the next request needs to ask whether it changed
 * direct:load-product-images              StageOrder in, an outcome a client: S3's listing and metadata to the table
 * </pre>
 *
 * <p>Addresses come from records, so they are not trusted: {@link io.catwing.productimages.AllowedServers} says where a
 * request may go, and is asked for the address that is really connected to. Bytes come from anywhere, so they are judged
 * by what they are, in bounded memory.
 */
package io.catwing.productimages;
