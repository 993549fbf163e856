package io.bellhop.app.explain;

import java.util.ArrayList;
import java.util.List;

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
   * @param about what they are of: {@code traffic}, {@code deployment v1}, {@code health}, {@code
   *     limits}
   */
  public record Section(String about, List<String> sentences) {
    /** Copies the list. */
    public Section {
      sentences = List.copyOf(sentences);
    }
  }

  /** Explains what is known. */
  public static Explanation of(AppFacts facts) {
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
    sections.add(new Section("health", HealthSentences.of(facts)));
    sections.add(new Section("limits", LimitSentences.of(facts, instances)));
    Verdict verdict = new Judge(facts).verdict();
    return new Explanation(verdict, sections, new Advice(facts, instances, verdict).all());
  }
}
