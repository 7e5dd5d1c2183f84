/**
 * The single door to raw files in S3: their keys, their metadata, one conditional PUT, listing, reading. What goes in is
 * checked as a whole before, and cannot be changed or taken out again by anything in this program.
 */
package io.catwing.raw;
