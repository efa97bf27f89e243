//! The one program that page and worker start; it knows nothing, see the library.
fn main() {
    gradient_playground_web::start();
}
