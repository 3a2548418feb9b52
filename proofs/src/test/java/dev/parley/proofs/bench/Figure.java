package dev.parley.proofs.bench;

/**
 * What one measurement in one round said. Immutable.
 *
 * @param value in the unit of its row
 * @param besides what else there is to say of it, for people
 */
record Figure(double value, String besides) {}
