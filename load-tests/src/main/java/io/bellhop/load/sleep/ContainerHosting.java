package io.bellhop.load.sleep;

import io.bellhop.load.stack.ContainerEngine;
import io.bellhop.load.stack.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Instances as containers of an engine of the run's own; they send their notes. */
record ContainerHosting(ContainerEngine engine, NoteServer notes, List<String> program)
    implements Hosting {
  private static final int PORT = 8080;

  static Hosting make(Workspace workspace, NoteFolder notes) {
    ContainerEngine engine = ContainerEngine.start(workspace);
    List<String> program = InstanceImage.make(workspace, engine);
    return new ContainerHosting(engine, workspace.keep(NoteServer.start(notes)), program);
  }

  @Override
  public List<String> agentOptions() {
    return List.of("--runtime", "docker", "--docker", engine.endpoint());
  }

  @Override
  public Map<String, Object> launch(Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put(NotingInstance.NOTES, Notes.SENT_TO + notes.port());
    List<String> command = new ArrayList<>(ProcessHosting.SHELL);
    command.addAll(program);
    return Map.of(
        "image",
        ContainerEngine.IMAGE,
        "command",
        command,
        "environment",
        all,
        "port",
        PORT,
        // A JVM that boots with less than a processor takes seconds.
        "size",
        "XL");
  }

  @Override
  public long alive() {
    return engine.running();
  }
}
