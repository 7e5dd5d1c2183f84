/** A new, empty database at rebuild speed: the newest files first, each key written once, indexes last. */
package io.catwing.load.rebuild;
