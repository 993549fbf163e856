package io.bellhop.router.exchange;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;

/**
 * The client's side of one exchange, whatever wire version it speaks. Called on its event loop
 * only. Everything written is kept until {@link #flush()}.
 */
public interface ClientStream {
  /** Whether more may be written without memory growing. */
  boolean isWritable();

  /** Lets more of the request body in, or holds it back. */
  void setReading(boolean reading);

  /** Sends a 1xx response, if the client can take one. */
  void sendInterim(HttpResponse head);

  /**
   * Sends the head of the final response, framed as the client needs it.
   *
   * @param requestComplete whether the whole request was read; where not, the connection cannot be
   *     used for another
   */
  void sendHead(HttpResponse head, boolean requestComplete);

  /** Sends a piece of the body; the last piece ends the response. */
  void sendContent(HttpContent content);

  /** Sends a whole response of Bellhop's own. */
  void sendWhole(FullHttpResponse response, boolean requestComplete);

  /** Hands over to the network what was written. */
  void flush();

  /** Ends the stream so that the client can tell that the response is not whole. */
  void abort();

  /** The exchange is over, its response written whole: the next one may begin. */
  void finished();

  /** The connection itself, for a tunnel to be made of it once the 101 is sent. */
  Channel channel();

  /** Takes the HTTP handlers off the {@link #channel()}: bytes are read and written as they are. */
  void detach();
}
