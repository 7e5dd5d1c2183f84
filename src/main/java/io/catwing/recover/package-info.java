/** Recover proves that the database follows from S3: what a rebuild gives is compared with what is there. */
package io.catwing.recover;
