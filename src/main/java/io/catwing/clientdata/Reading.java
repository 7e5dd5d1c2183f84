package io.catwing.clientdata;

import java.util.List;

/**
 * What reading a workbook came to.
 *
 * @param sheet the one that was read
 * @param rows taken
 * @param rejected rows, each of which may have several bad cells
 * @param ignored headers of columns that mean nothing to us
 */
public record Reading(String sheet, long rows, long rejected, List<String> ignored) {}
