/** Routes of the user's own, in {@code CATWING_ROUTES}: checked, loaded after the built-in ones, and exchanged while they run. */
package io.catwing.app.routes;
