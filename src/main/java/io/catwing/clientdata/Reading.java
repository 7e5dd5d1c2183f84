package io.catwing.clientdata;

import java.util.List;

/**
 * The result of reading a workbook.
 *
 * @param sheet the one that was read
 * @param rows accepted
 * @param rejected rows, each of which may have several bad cells
 * @param ignored headers of unknown columns
 */
public record Reading(String sheet, long rows, long rejected, List<String> ignored) {}
