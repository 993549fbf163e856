package io.bellhop.router.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

class LeakCheckTest {

  @Test
  void aBufferDroppedWithoutReleaseIsReported() {
    LeakCheck check = LeakCheck.begin();
    dropBuffer();
    assertThat(check.end()).isNotEmpty();
  }

  @Test
  void aReleasedBufferIsNotReported() {
    LeakCheck check = LeakCheck.begin();
    ByteBufAllocator.DEFAULT.buffer(100).release();
    assertThat(check.end()).isEmpty();
  }

  private static void dropBuffer() {
    ByteBufAllocator.DEFAULT.buffer(100).writeInt(1);
  }
}
