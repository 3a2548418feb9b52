package dev.parley.probe;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is offered and agreed on for permessage-deflate (RFC 7692 §5, §7.1). */
final class OfferCases {
    /** Values that neither of the two parameters for windows may have. */
    static final Map<String, String> BAD_BITS = badBits();

    private OfferCases() {}

    static void add(CaseList list) {
        if (list.role() == Role.SERVER) {
            ServerOfferCases.add(list);
        } else {
            ClientOfferCases.add(list);
            ClientAgreementCases.add(list);
        }
    }

    private static Map<String, String> badBits() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("0", "=0");
        values.put("1", "=1");
        values.put("7", "=7");
        values.put("16", "=16");
        values.put("17", "=17");
        values.put("31", "=31");
        values.put("256", "=256");
        values.put("2-32-plus-8", "=4294967304");
        values.put("leading-zero", "=08");
        values.put("leading-zero-10", "=010");
        values.put("plus", "=+9");
        values.put("negative", "=-9");
        values.put("fraction", "=9.0");
        values.put("hexadecimal", "=0x9");
        values.put("text", "=nine");
        values.put("quoted-text", "=\"nine\"");
        values.put("quoted-7", "=\"7\"");
        return values;
    }
}
