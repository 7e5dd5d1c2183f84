/** The user's own routes, in {@code CATWING_ROUTES}: checked, loaded after the built-in ones, and replaced while they run. */
package io.catwing.app.routes;
