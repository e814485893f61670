/**
 * Scenarios: worlds with numbers, each with its source, and the policies that fit them. The numbers
 * lie in one JSON resource per scenario.
 */
package verge.lab.scenario;
