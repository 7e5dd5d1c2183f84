/**
 * What {@code catwing serve} shows people: pages rendered by the server, which follow what happens.
 *
 * <pre>
 * GET /, /lake, /backfill        a controller reads what the page answers -> templates/NAME.html in templates/layout.html
 * catwing-event: -> Updates -> GET /updates (text/event-stream): names -> page.js loads the sections that follow them
 * ops.*, written by others -> ChangesElsewhere -> Updates
 * </pre>
 *
 * <p>Texts of ERPs are hostile: templates print them with {@code th:text} alone, and the content policy runs no script of a
 * page ({@link io.catwing.service}).
 */
package io.catwing.service.page;
