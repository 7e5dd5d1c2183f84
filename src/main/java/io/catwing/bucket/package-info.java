/**
 * The one bucket. {@link io.catwing.bucket.RawFiles} is all that can be done with raw files: one conditional PUT, listing,
 * reading. {@link io.catwing.bucket.ObjectStore} is everything else, by the rules of each {@link io.catwing.bucket.Area}.
 * What an object means is for its stage to say.
 */
package io.catwing.bucket;
