/**
 * The one bucket. {@link io.catwing.bucket.RawFiles} and {@link io.catwing.bucket.ObjectStore} read it; routes put, copy and
 * delete by {@code aws2-s3:} endpoints, whose client holds {@link io.catwing.bucket.BucketRules} and the rules of each {@link
 * io.catwing.bucket.Area}. What an object means is for its stage to say.
 */
package io.catwing.bucket;
