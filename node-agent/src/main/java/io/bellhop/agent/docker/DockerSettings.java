package io.bellhop.agent.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the engine is, and how its containers are reached.
 *
 * @param endpoint {@code unix:///path} or {@code tcp://host:port}
 * @param certificates folder of {@code ca.pem}, {@code cert.pem} and {@code key.pem} for TLS over
 *     TCP; empty for none
 * @param reach how routers reach a container
 * @param host under which published ports are reached, and on which they are published where it is
 *     a loopback address; of no account for {@link Reach#CONTAINER}
 * @param callTimeout of one call to the engine
 * @param startTimeout of creating or starting a container
 * @param pullTimeout of pulling an image
 */
public record DockerSettings(
    String endpoint,
    Optional<Path> certificates,
    Reach reach,
    String host,
    Duration callTimeout,
    Duration startTimeout,
    Duration pullTimeout) {

  /** How routers reach a container. */
  public enum Reach {
    /** By a port of the host that leads to it. */
    PUBLISHED,
    /** By its own address, which all routers have a way to. */
    CONTAINER
  }

  /** An engine at an endpoint, ports published on the loopback address, all else at its default. */
  public static DockerSettings at(String endpoint) {
    return new DockerSettings(
        endpoint,
        Optional.empty(),
        Reach.PUBLISHED,
        "127.0.0.1",
        Duration.ofSeconds(10),
        Duration.ofSeconds(45),
        Duration.ofMinutes(10));
  }

  /** The same with containers reached otherwise. */
  public DockerSettings reachedBy(Reach other, String newHost) {
    return new DockerSettings(
        endpoint, certificates, other, newHost, callTimeout, startTimeout, pullTimeout);
  }

  /** The same with another bound of calls. */
  public DockerSettings withCallTimeout(Duration other) {
    return new DockerSettings(
        endpoint, certificates, reach, host, other, startTimeout, pullTimeout);
  }

  /** The same over TLS. */
  public DockerSettings withCertificates(Path folder) {
    return new DockerSettings(
        endpoint, Optional.of(folder), reach, host, callTimeout, startTimeout, pullTimeout);
  }
}
