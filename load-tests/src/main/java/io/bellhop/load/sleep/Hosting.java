package io.bellhop.load.sleep;

import io.bellhop.load.stack.Workspace;
import java.util.List;
import java.util.Map;

/** What agents run instances with. */
interface Hosting {
  /** The kinds there are, as agents call them. */
  enum Kind {
    process,
    docker
  }

  /** Makes what a kind needs in a workspace. */
  static Hosting make(Kind kind, Workspace workspace, NoteFolder notes) {
    return switch (kind) {
      case process -> new ProcessHosting(InstanceProgram.make(workspace), notes);
      case docker -> ContainerHosting.make(workspace, notes);
    };
  }

  /** The options of an agent. */
  List<String> agentOptions();

  /** What is launched, to be written as JSON. */
  Map<String, Object> launch(Map<String, String> environment);

  /** How many instances run. */
  long alive();
}
