package dev.parley.probe;

/**
 * A message from a peer, put together and inflated.
 *
 * @param opcode of its first frame
 * @param compressed whether it came compressed
 * @param largestDistance how far back the compressed form refers, in bytes; 0 if it does not
 * @param wire the payload as it came, all fragments together
 */
record Message(int opcode, byte[] payload, boolean compressed, int largestDistance, byte[] wire) {
    @Override
    public String toString() {
        return "a " + Opcodes.word(opcode) + " message of " + payload.length + " bytes"
                + (compressed ? ", compressed to " + wire.length : "");
    }
}
