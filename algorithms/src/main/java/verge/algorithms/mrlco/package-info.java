/** MRLCO. */
package verge.algorithms.mrlco;
