# For those who use Nix: `devenv shell`, then the same `make data` and `make test` as everybody.
{ pkgs, ... }:

{
  packages = [ pkgs.gnumake ];

  languages.python = {
    enable = true;
    package = pkgs.python312;
    uv.enable = true;
    # What the wheels of numpy and SQLAlchemy link against.
    libraries = [ pkgs.stdenv.cc.cc.lib pkgs.zlib ];
  };

  env.PYTHON = "python3.12";
  env.UV_PYTHON_DOWNLOADS = "never";

  enterTest = "make test";
}
