package io.bellhop.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/?x=/../y, /",
    "/a/b?c, /a/b",
    "*, /",
    "/a/./b, /a/b",
    "/a/../b, /b",
    "/a/%2e%2E/b, /b",
    "/a/%2e/b, /a/b",
    "/a/.%2e/b, /b",
    "/a/..b, /a/..b",
    "/a//../b, /a/b",
    "/a%2Fb, /a%2Fb",
    "/.well-known/x, /.well-known/x"
  })
  void dotSegmentsAreResolvedForRouting(String target, String path) {
    assertThat(Targets.routingPath(target)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/b", "/a b", "/a#b", "/..", "/a/../../b", "/%2e%2e/b", "**"})
  void whatIsNoPathIsRefused(String target) {
    assertThat(Targets.routingPath(target)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.test, a.test, /",
    "http://a.test/, a.test, /",
    "http://a.test:80/x?y, a.test:80, /x?y",
    "HTTP://a.test?y, a.test, /?y",
    "https://a.test/x, a.test, /x"
  })
  void absoluteFormIsTakenApart(String target, String authority, String originForm) {
    assertThat(Targets.authority(target)).isEqualTo(authority);
    assertThat(Targets.originForm(target)).isEqualTo(originForm);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x", "http:///x", "http://", "ftp://a.test/", "a.test:80", "*"})
  void otherFormsHaveNoAuthority(String target) {
    assertThat(Targets.authority(target)).isNull();
  }
}
