/**
 * The stage client-data: the three workbooks that people upload under {@code client-data/} become rows of {@code general}.
 * {@link io.catwing.clientdata.WorkbookKind} says what each of them holds. {@link io.catwing.clientdata.WorkbookReader}
 * reads one from a file, row by row, and is the same for the load and for {@code catwing client-data check}. Nothing in a
 * workbook is trusted: {@link io.catwing.clientdata.WorkbookParts} and {@link io.catwing.clientdata.SheetRows} believe
 * nothing that a part says of itself.
 */
package io.catwing.clientdata;
