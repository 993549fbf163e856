package io.bellhop.model.plane;

/**
 * How one deployment stands on one router. Counted over all event loops; an in-flight count of zero
 * at an applied epoch that gives the deployment no traffic stays zero.
 *
 * @param instances that are known
 * @param healthy instances that may be given requests
 * @param inFlight requests under way, from the choice of the deployment on to the last byte
 * @param upgraded tunnels (WebSockets and other upgraded connections) that are open
 * @param requests that ended on it since the router began, each attempt counted for itself
 * @param failures among them: answered by 5xx, or not answered
 * @param told WebSockets that were told to close since it was retired
 * @param lastEndMillis when the last request or tunnel ended since it was retired, in milliseconds
 *     since 1970; 0 for none
 * @param longestMillis the longest request or tunnel that ended since it was retired; 0 for none
 */
public record DeploymentReport(
    int instances,
    int healthy,
    int inFlight,
    int upgraded,
    long requests,
    long failures,
    int told,
    long lastEndMillis,
    long longestMillis) {
  /** A deployment that the router has nothing of. */
  public static final DeploymentReport NOTHING = new DeploymentReport(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Whether no request and no tunnel is under way. */
  public boolean isIdle() {
    return inFlight == 0 && upgraded == 0;
  }
}
