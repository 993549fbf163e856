package io.bellhop.agent.runtime;

/** Is told of the ends of instances, by threads of the runtime; must not block. */
public interface RuntimeListener {
  /** Hears nothing. */
  RuntimeListener NONE =
      new RuntimeListener() {
        @Override
        public void ended(RuntimeId id) {}

        @Override
        public void unwatched() {}
      };

  /** An instance ended, for whatever reason; told well within a second of it. */
  void ended(RuntimeId id);

  /** Ends may have been missed: the runtime's list has to be read again. */
  void unwatched();
}
