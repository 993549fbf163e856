package io.bellhop.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.agent.runtime.LogSink.Output;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PacedOutputTest {
  private static final byte[] MUCH = new byte[64 * 1024];

  private final PacedOutput output = new PacedOutput();
  private final OvertakenChannel channel = new OvertakenChannel();
  private Runnable beforePause = () -> {};

  /** Does something else just before it pauses. */
  private final class OvertakenChannel extends EmbeddedChannel {
    private final ChannelConfig config = new OvertakenConfig(this);

    @Override
    public ChannelConfig config() {
      // Asked for while the superclass is made as well.
      return config == null ? super.config() : config;
    }
  }

  private final class OvertakenConfig extends DefaultChannelConfig {
    OvertakenConfig(Channel channel) {
      super(channel);
    }

    @Override
    public ChannelConfig setAutoRead(boolean autoRead) {
      if (!autoRead) {
        beforePause.run();
      }
      return super.setAutoRead(autoRead);
    }
  }

  @AfterEach
  void close() {
    channel.close();
  }

  @Test
  void nothingIsReadWhileTheReaderIsBehind() throws Exception {
    output.comesOn(channel);
    output.put(Output.OUT, new byte[1]);
    assertThat(channel.config().isAutoRead()).isTrue();
    output.put(Output.OUT, MUCH);
    assertThat(channel.config().isAutoRead()).isFalse();
    assertThat(output.take()).isPresent();
    assertThat(output.take()).isPresent();
    channel.runPendingTasks();
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void aReaderThatTakesAllBeforeThePauseHasItReadOn() throws Exception {
    output.comesOn(channel);
    beforePause = () -> assertThat(takeOne()).isTrue();
    output.put(Output.OUT, MUCH);
    channel.runPendingTasks();
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  private boolean takeOne() {
    try {
      return output.take().isPresent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
