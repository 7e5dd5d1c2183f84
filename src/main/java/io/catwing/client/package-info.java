/**
 * The clients: what a client's YAML file declares of its ERP and of what the ERP's records mean. Every other stage reads
 * these records; only {@link io.catwing.client.ClientFiles} makes them, and it gives none that is not sound.
 */
package io.catwing.client;
