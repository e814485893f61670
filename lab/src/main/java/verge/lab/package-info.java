/** The {@code verge} command: its subcommands, and the interface through which methods are run. */
package verge.lab;
