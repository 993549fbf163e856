package io.bellhop.config.coordinate.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes of a node whose transaction was on its way when the connection broke. */
class OwnNodeTest {
  private static final String PATH = "/bellhop/demand/shop/a";
  private static final byte[] NOTHING = {};
  private static final Write.Delete DELETE = new Write.Delete(PATH, Write.ANY_VERSION);

  private final Queue<Runnable> later = new ArrayDeque<>();
  private final OwnNode node = new OwnNode(PATH, new Scripted(later), () -> {});

  /** Runs what is due when it is told to. */
  private record Scripted(Queue<Runnable> later) implements Worker {
    @Override
    public void execute(Runnable task) {
      later.add(task);
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
      later.add(task);
      return () -> {};
    }

    @Override
    public long nowMillis() {
      return 0;
    }
  }

  /** Answers transactions when it is told to. */
  private static final class Connection implements Nodes {
    private final List<List<Write>> sent = new ArrayList<>();
    private final Queue<Consumer<Commit>> takers = new ArrayDeque<>();

    void answer(Commit outcome) {
      takers.remove().accept(outcome);
    }

    @Override
    public void commit(List<Write> writes, Consumer<Commit> taker) {
      sent.add(writes);
      takers.add(taker);
    }

    @Override
    public void sync(String path, Consumer<Answer<String>> taker) {
      throw new AssertionError("nothing is read");
    }

    @Override
    public void get(String path, Consumer<Answer<Versioned>> taker) {
      throw new AssertionError("nothing is read");
    }

    @Override
    public void children(String path, Consumer<Answer<List<String>>> taker) {
      throw new AssertionError("nothing is read");
    }
  }

  private Connection makingGivenUp() {
    Connection first = new Connection();
    node.session(first, true);
    node.put(NOTHING);
    node.put(null);
    return first;
  }

  private void isRemovedBy(Connection next) {
    assertThat(next.sent).containsExactly(List.of(DELETE));
    assertThat(node.isSettled()).isFalse();
    next.answer(new Commit.Refused(Commit.Cause.MISSING));
    assertThat(node.isSettled()).isTrue();
    assertThat(next.sent).hasSize(1);
  }

  @Test
  void whatIsGivenUpWhileItIsMadeIsRemovedOnceTheConnectionIsBack() {
    Connection first = makingGivenUp();
    node.session(null, true);
    Connection next = new Connection();

    node.session(next, true);

    assertThat(first.sent).hasSize(1);
    isRemovedBy(next);
  }

  @Test
  void whatIsGivenUpWhileItIsMadeIsRemovedWhereNobodyKnowsWhetherItWasMade() {
    Connection first = makingGivenUp();

    first.answer(new Commit.Failed("connection lost"));
    first.sent.clear();
    later.remove().run();

    isRemovedBy(first);
  }

  @Test
  void anotherSessionHasNothingToRemoveWhereNothingWasMade() {
    Connection next = new Connection();

    node.session(next, false);

    assertThat(next.sent).isEmpty();
    assertThat(node.isSettled()).isTrue();
  }
}
