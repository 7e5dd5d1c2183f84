/**
 * The clients: what a client's YAML file declares of its ERP and of the meaning of its records. Every other stage reads
 * these records; only {@link io.catwing.client.ClientFiles} creates them, and only from valid files.
 */
package io.catwing.client;
