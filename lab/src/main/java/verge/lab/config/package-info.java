/**
 * Configuration: any record's defaults, overlaid by a YAML file, overlaid by {@code key=value}
 * words. Keys are the record's component names in kebab case.
 */
package verge.lab.config;
