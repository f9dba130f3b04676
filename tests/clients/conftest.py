"""The binary, and a client with the capabilities of each editor."""

import os
import pathlib

import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

ROOT = pathlib.Path(__file__).resolve().parents[2]
HENG = os.environ.get("HENG", str(ROOT / "target" / "debug" / "heng"))
PLAN = ROOT / "examples" / "知识产权局" / "2024.heng"


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[HENG, "lsp", "--stdio", "--isolated"]),
    params=["visual-studio-code", "neovim", "emacs"],
)
async def client(request, lsp_client: LanguageClient):
    params = lsp.InitializeParams(
        capabilities=client_capabilities(request.param),
        root_uri=ROOT.as_uri(),
        workspace_folders=[lsp.WorkspaceFolder(uri=ROOT.as_uri(), name="heng")],
    )
    answer = await lsp_client.initialize_session(params)
    lsp_client.answered = answer.capabilities
    yield
    await lsp_client.shutdown_session()
