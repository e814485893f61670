/** MRLCO as the command runs it: its settings, its graphs, its runs. */
package verge.lab.mrlco;
