package io.auroraresponder.runbook.connectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  @ParameterizedTest
  @CsvSource({
      "10.0.0.0/8, 10.255.255.255, true", "10.0.0.0/8, 11.0.0.0, false", "10.0.1.0/24, 10.0.1.0/25, true",
          "10.0.1.0/25, 10.0.1.0/24, false",
      "0.0.0.0/0, 203.0.113.9, true", "0.0.0.0/0, 2001:db8::1, false", "::/0, 2001:db8::1, true", "2001:db8::/32, 2001:db8:ffff::/48, true",
      "2001:db8::/48, 2001:db8:1::1, false", "192.0.2.7/24, 192.0.2.200, true"})
  void containsWhatLiesWithin(String wide, String narrow, boolean within) {
    assertThat(cidr(wide).contains(cidr(narrow))).isEqualTo(within);
  }

  @Test
  void overlapsInBothDirectionsButNotBesideEachOther() {
    assertThat(cidr("10.0.0.0/16").overlaps(cidr("10.0.3.0/24"))).isTrue();
    assertThat(cidr("10.0.3.0/24").overlaps(cidr("10.0.0.0/16"))).isTrue();
    assertThat(cidr("10.0.3.0/24").overlaps(cidr("10.0.4.0/24"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "db.example.com", "face", "10.0.0", "256.0.0.1", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129",
      "1::2::3", "10.0.0.0/8/8", "::ffff:10.0.0.1/96"})
  void whatIsNoBlockIsEmpty(String text) {
    assertThat(Cidr.parse(text)).isEmpty();
  }

  @Test
  void aSourceWithABlockThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new ConnectionSource("the app", List.of(), List.of("10.0.0.0/99"), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10.0.0.0/99");
  }

  private static Cidr cidr(String text) {
    return Cidr.parse(text).orElseThrow();
  }
}
