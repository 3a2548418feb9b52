package dev.parley.engine;

import java.util.HexFormat;

/** A way to compress a message. RFC 7692 §7.2.3 has most of these. Immutable. */
enum CompressedForm {
    ONE_FIXED_BLOCK("F2 48 CD C9 C9 07 00", "Hello"),
    STORED_BLOCK("00 05 00 FA FF 48 65 6C 6C 6F 00", "Hello"),
    LAST_BLOCK_AND_ITS_PAD("F3 48 CD C9 C9 07 00 00", "Hello"),
    LAST_BLOCK_ALONE("F3 48 CD C9 C9 07 00", "Hello"),
    TWO_BLOCKS("F2 48 05 00 00 00 FF FF CA C9 C9 07 00", "Hello"),
    TWO_LAST_BLOCKS("F3 48 CD C9 C9 07 00 F3 48 CD C9 C9 07 00 00", "HelloHello"),
    LAST_BLOCK_IN_BETWEEN("F3 48 CD C9 C9 07 00 F2 48 CD C9 C9 07 00", "HelloHello"),
    EMPTY("00", ""),
    EMPTY_IN_A_FIXED_BLOCK("02 00", ""),
    EMPTY_IN_A_LAST_BLOCK("03 00", "");

    private final String hex;
    private final String message;

    CompressedForm(String hex, String message) {
        this.hex = hex;
        this.message = message;
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    String message() {
        return message;
    }
}
