/** Tables and figures of papers that one command makes again, whatever the method. */
package verge.lab.reproduce;
