/**
 * Files on the local disk that live as long as a step of ours: what an ERP sent before it is stored, a dump before it is
 * verified. What a killed process left goes at the next start.
 */
package io.catwing.spool;
