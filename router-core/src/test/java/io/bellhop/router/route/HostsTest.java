package io.bellhop.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

  @ParameterizedTest
  @CsvSource({
    "a.test, a.test",
    "A.Test, a.test",
    "a.test:80, a.test",
    "a.test:, a.test",
    "a.test., a.test",
    "A.TEST.:8080, a.test",
    "my_app-1.test, my_app-1.test",
    "127.0.0.1:80, 127.0.0.1",
    "[::1], [::1]",
    "[2001:DB8::1]:443, [2001:db8::1]",
    "[::ffff:192.0.2.1], [::ffff:192.0.2.1]"
  })
  void aHostIsLowerCaseWithoutPortOrTrailingDot(String field, String host) {
    assertThat(Hosts.normalize(field)).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a.test/x",
        "u@a.test",
        "a.test:80x",
        "a.test:123456",
        "a,b",
        "a.test#x",
        "a%2etest",
        "a\tb",
        "[::1",
        "[]",
        "[::1]x",
        "[::1]:x",
        "[::g]",
        "a:b:c",
        "caf\u00e9.test",
        "a?b",
        "a\\b"
      })
  void whatIsNoHostIsRefused(String field) {
    assertThat(Hosts.normalize(field)).isNull();
  }

  @Test
  void aHostHasAnEnd() {
    assertThat(Hosts.normalize("a".repeat(255))).isNotNull();
    assertThat(Hosts.normalize("a".repeat(256))).isNull();
  }

  @Test
  void noHostIsTheEmptyHost() {
    assertThat(Hosts.normalize("")).isEmpty();
  }
}
