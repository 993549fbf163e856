package io.bellhop.load.sleep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Instances as processes. */
record ProcessHosting(InstanceProgram program, NoteFolder notes) implements Hosting {
  /** The shell notes the time before the JVM boots, as an agent's account of it begins there. */
  static final List<String> SHELL =
      List.of("sh", "-c", NotingInstance.BEGUN_MICROS + "=$(/bin/date +%s%6N) exec \"$@\"", "sh");

  @Override
  public List<String> agentOptions() {
    return List.of("--runtime", "process");
  }

  @Override
  public Map<String, Object> launch(Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put(NotingInstance.NOTES, notes.path().toString());
    List<String> command = new ArrayList<>(SHELL);
    command.addAll(program.command());
    return Map.of("command", command, "environment", all);
  }

  @Override
  public long alive() {
    return notes.alive().size();
  }
}
