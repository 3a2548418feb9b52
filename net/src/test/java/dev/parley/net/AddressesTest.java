package dev.parley.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order addresses are tried. */
final class AddressesTest {
    @Test
    void familiesTakeTurnsBeginningWithTheFirst() throws Exception {
        assertThat(tried("::1", "::2", "::3", "10.0.0.1", "10.0.0.2"))
                .containsExactly("::1", "10.0.0.1", "::2", "10.0.0.2", "::3");
        assertThat(tried("10.0.0.1", "10.0.0.2", "::1")).containsExactly("10.0.0.1", "::1", "10.0.0.2");
    }

    @Test
    void addressesOfOneFamilyKeepTheirOrder() throws Exception {
        assertThat(tried("10.0.0.3", "10.0.0.1", "10.0.0.2")).containsExactly("10.0.0.3", "10.0.0.1", "10.0.0.2");
    }

    @Test
    void ofHundredsOnlySomeAreTried() throws Exception {
        assertThat(tried(Collections.nCopies(500, "10.0.0.1").toArray(String[]::new)))
                .hasSize(Addresses.MAX_TRIED);
    }

    private static List<String> tried(String... found) throws Exception {
        List<InetAddress> addresses = new ArrayList<>();
        for (String address : found) {
            addresses.add(InetAddress.getByName(address));
        }
        return Addresses.interleaved(addresses).stream()
                .map(address -> address.getHostAddress().replace("0:0:0:0:0:0:0:", "::"))
                .toList();
    }
}
