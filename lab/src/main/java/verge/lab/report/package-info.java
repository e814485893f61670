/**
 * One self-contained HTML page about one run or several, made from the files of their folders
 * alone.
 */
package verge.lab.report;
