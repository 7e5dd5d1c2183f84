/**
 * The door to everything in the bucket that is not a raw file: workbooks that people upload, product pictures, model
 * runs, dumps. It knows which of them may be written, replaced or pruned; what they mean is for their stages to say.
 */
package io.catwing.lake;
