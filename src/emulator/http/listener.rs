//! Connections that can be cut from inside a handler, which is how a dropped connection is emulated.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// The switch of one connection: once closed, nothing more is written to it.
#[derive(Clone, Debug, Default)]
pub(in crate::emulator) struct Gate(Arc<AtomicBool>);

impl Gate {
    /// Cuts the connection before the next byte.
    pub(super) fn close(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether it is cut.
    pub(super) fn is_closed(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    fn check(&self) -> io::Result<()> {
        if self.is_closed() {
            Err(io::Error::new(io::ErrorKind::ConnectionReset, "cut by a fault"))
        } else {
            Ok(())
        }
    }
}

/// A listener whose connections have a [`Gate`].
#[derive(Debug)]
pub(in crate::emulator) struct GatedListener(pub(in crate::emulator) TcpListener);

/// A connection with its gate.
#[derive(Debug)]
pub(in crate::emulator) struct GatedStream {
    stream: TcpStream,
    gate: Gate,
}

impl Listener for GatedListener {
    type Io = GatedStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (GatedStream, SocketAddr) {
        loop {
            match self.0.accept().await {
                Ok((stream, address)) => {
                    // Small answers should not wait for more to send; where this fails they are slower.
                    let _ = stream.set_nodelay(true);
                    return (GatedStream { stream, gate: Gate::default() }, address);
                }
                // Out of file handles, or the other side gave up: neither ends the server.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, GatedListener>> for Gate {
    fn connect_info(stream: IncomingStream<'_, GatedListener>) -> Self {
        stream.io().gate.clone()
    }
}

impl AsyncRead for GatedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for GatedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.gate.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
