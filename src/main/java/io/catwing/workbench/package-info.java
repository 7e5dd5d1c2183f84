/**
 * A second pipeline in this process, on another database of the same server and with the same S3: how a new database is
 * filled by the very stages that fill the live one, without a stage knowing that there are two. Only recovery opens one.
 */
package io.catwing.workbench;
