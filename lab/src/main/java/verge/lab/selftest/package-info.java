/** What the command finds out about the machine that it runs on: whether its bits are the same. */
package verge.lab.selftest;
