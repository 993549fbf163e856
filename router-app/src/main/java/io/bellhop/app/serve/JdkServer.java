package io.bellhop.app.serve;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes HTTP/1.1 servers of the JDK's own that are bounded: in connections, in the time that a
 * request may take to arrive, and in the time that its answer may take to be taken.
 */
public final class JdkServer {
  /** The most that an answer may take: streams end before, and are taken up again. */
  public static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

  private static final int MAX_CONNECTIONS = 1_024;
  private static final int BACKLOG = 128;
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(5);
  private static final Duration IDLE_THREAD = Duration.ofSeconds(60);

  private JdkServer() {}

  /** Binds; nothing is answered before the server is started. */
  public static HttpServer bind(InetSocketAddress address) throws IOException {
    bound();
    return HttpServer.create(address, BACKLOG);
  }

  /** Threads for a server's answers, so many at most; further requests wait for one. */
  public static ThreadPoolExecutor threads(String name, int size) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory named =
        task -> {
          Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    // Room for every connection there can be: the JDK's server has no way to refuse a request, and
    // were its own thread to answer one, a slow client would keep it from accepting others.
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_THREAD.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_CONNECTIONS),
            named,
            new ThreadPoolExecutor.CallerRunsPolicy());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The JDK's server takes its bounds from system properties alone, once, before the first use. */
  private static void bound() {
    setIfAbsent("sun.net.httpserver.maxReqTime", Long.toString(LONGEST_REQUEST.toSeconds()));
    setIfAbsent("sun.net.httpserver.maxRspTime", Long.toString(LONGEST_ANSWER.toSeconds()));
    setIfAbsent("sun.net.httpserver.maxReqHeaders", "100");
    setIfAbsent("sun.net.httpserver.maxReqHeaderSize", "65536");
    setIfAbsent("jdk.httpserver.maxConnections", Integer.toString(MAX_CONNECTIONS));
    setIfAbsent("sun.net.httpserver.nodelay", "true");
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
