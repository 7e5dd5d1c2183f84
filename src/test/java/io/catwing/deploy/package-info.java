/** What is beside the program to run it: the image, Kubernetes manifests, dashboards and alert rules. */
package io.catwing.deploy;
