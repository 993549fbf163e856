package io.bellhop.app.explain;

import io.bellhop.model.sleep.SleepStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an app is, for a person: what a request would get, what leads to that, and what to do.
 *
 * @param advice what would help, most pressing first; empty where nothing is wrong
 */
public record Explanation(Verdict verdict, List<Section> sections, List<String> advice) {

  /** Copies the lists. */
  public Explanation {
    sections = List.copyOf(sections);
    advice = List.copyOf(advice);
  }

  /**
   * Sentences on one matter.
   *
   * @param about what they are of: {@code traffic}, {@code deployment v1}, {@code runs}, {@code
   *     sleep}, {@code cost}, {@code health}, {@code limits}
   */
  public record Section(String about, List<String> sentences) {
    /** Copies the list. */
    public Section {
      sentences = List.copyOf(sentences);
    }
  }

  /** Explains what is known, but of its sleep. */
  static Explanation of(AppFacts facts) {
    return of(facts, Optional.empty(), List.of());
  }

  /**
   * Explains what is known.
   *
   * @param sleep how it stands between waking and sleeping; empty where that is not known
   * @param cost sentences on what it used; none where that is not known
   */
  public static Explanation of(AppFacts facts, Optional<SleepStatus> sleep, List<String> cost) {
    List<InstanceFacts> instances = facts.instances();
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("traffic", TrafficSentences.of(facts)));
    facts
        .app()
        .deployments()
        .values()
        .forEach(
            deployment ->
                sections.add(
                    new Section(
                        "deployment " + deployment.name(),
                        new DeploymentSentences(facts, deployment, instances).all())));
    facts
        .requestRuns()
        .ifPresent(runs -> sections.add(new Section("runs", RunSentences.of(runs, facts.now()))));
    sleep.ifPresent(
        status -> sections.add(new Section("sleep", SleepSentences.of(status, facts.now()))));
    if (!cost.isEmpty()) {
      sections.add(new Section("cost", cost));
    }
    sections.add(new Section("health", HealthSentences.of(facts)));
    sections.add(new Section("limits", LimitSentences.of(facts, instances)));
    Verdict verdict = new Judge(facts).verdict();
    return new Explanation(verdict, sections, new Advice(facts, instances, verdict).all());
  }
}
