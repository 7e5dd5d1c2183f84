/**
 * The stage client-data: the three workbooks that people upload under {@code client-data/} become rows of {@code general}.
 * {@link io.catwing.clientdata.WorkbookKind} describes each of them. {@link io.catwing.clientdata.WorkbookReader}
 * reads one from a file, row by row, for the load and for {@code catwing client-data check} alike. Nothing in a
 * workbook is trusted: {@link io.catwing.clientdata.WorkbookParts} and {@link io.catwing.clientdata.SheetRows} believe
 * nothing that a part declares about itself.
 */
package io.catwing.clientdata;
